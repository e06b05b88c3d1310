import { InvalidSettings } from "./errors.ts";

export interface UserSettings {
  /** A BCP 47 language tag, such as `en-GB`. */
  readonly locale: string;
  /** A name of the IANA time zone database, such as `Europe/London`; null: not known. */
  readonly timeZone: string | null;
  readonly marketingEmails: boolean;
}

/** The fields to change; one that is not given stays as it is, `null` clears. */
export type SettingsChange = { readonly [Field in keyof UserSettings]?: UserSettings[Field] | undefined };

export const defaultSettings: UserSettings = Object.freeze({ locale: "en", timeZone: null, marketingEmails: false });

/** @throws InvalidSettings */
export function changedSettings(settings: UserSettings, change: SettingsChange): UserSettings {
  const { locale = settings.locale, timeZone = settings.timeZone, marketingEmails = settings.marketingEmails } = change;
  return Object.freeze({
    locale: canonicalLocale(locale),
    timeZone: timeZone === null ? null : knownTimeZone(timeZone),
    marketingEmails,
  });
}

function canonicalLocale(tag: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical !== undefined) return canonical;
  } catch {
    // a RangeError that says less than ours
  }
  throw new InvalidSettings("The locale must be a language tag such as en or pt-BR.");
}

/** In the case of the database, but under the name that was chosen: `Intl` makes Asia/Calcutta of Asia/Kolkata. */
function knownTimeZone(name: string): string {
  const canonical = canonicalTimeZone(name);
  if (canonical === undefined) {
    throw new InvalidSettings("The time zone must be one of the IANA database, such as Europe/London, or null.");
  }
  return canonical.toLowerCase() === name.toLowerCase() ? canonical : name;
}

function canonicalTimeZone(name: string): string | undefined {
  if (!/^[a-z]/i.test(name)) return undefined; // Intl also takes offsets such as +01:00
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
