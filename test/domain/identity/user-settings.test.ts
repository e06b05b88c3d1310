import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidSettings } from "#domain/identity/errors.ts";
import { changedSettings, defaultSettings, type SettingsChange } from "#domain/identity/user-settings.ts";

const settings = { locale: "en-GB", timeZone: "Europe/London", marketingEmails: true };

const changes: fc.Arbitrary<SettingsChange> = fc.record(
  {
    locale: fc.constantFrom("de", "pt-br", "ZH-hant-TW"),
    timeZone: fc.constantFrom(null, ...Intl.supportedValuesOf("timeZone"), "asia/kolkata", "utc"),
    marketingEmails: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe("changed settings", () => {
  test("differ in the given fields only", () => {
    expect(changedSettings(settings, { locale: "de" })).toEqual({ ...settings, locale: "de" });
    expect(changedSettings(settings, { marketingEmails: false })).toEqual({ ...settings, marketingEmails: false });
    expect(changedSettings(settings, { timeZone: undefined, locale: undefined })).toEqual(settings);
    expect(changedSettings(settings, {})).toEqual(settings);
  });

  test("have no time zone when it is cleared with null", () => {
    expect(changedSettings(settings, { timeZone: null })).toEqual({ ...settings, timeZone: null });
  });

  test("are the same however often the same change is made, and can't be altered", () => {
    fc.assert(
      fc.property(changes, (change) => {
        const once = changedSettings(defaultSettings, change);
        expect(changedSettings(once, change)).toEqual(once);
        expect(changedSettings(once, once)).toEqual(once);
        expect(Object.isFrozen(once)).toBe(true);
      }),
    );
  });
});

describe("a locale", () => {
  test.for([
    ["en", "en"],
    ["EN-us", "en-US"],
    ["zh-hant-tw", "zh-Hant-TW"],
  ])("%s is kept as %s", ([given, kept]) => {
    expect(changedSettings(defaultSettings, { locale: given }).locale).toBe(kept);
  });

  test.for(["", "e", "de_DE", "english!", "en-", "a\0"])("%j is refused", (locale) => {
    expect(() => changedSettings(defaultSettings, { locale })).toThrow(InvalidSettings);
  });
});

describe("a time zone", () => {
  test.for([
    ["Europe/London", "Europe/London"],
    ["europe/london", "Europe/London"],
    ["utc", "UTC"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["Asia/Calcutta", "Asia/Calcutta"],
    ["Europe/Kyiv", "Europe/Kyiv"],
  ])("%s is kept as %s, under the name that was chosen", ([given, kept]) => {
    expect(changedSettings(defaultSettings, { timeZone: given }).timeZone).toBe(kept);
  });

  test.for(["", "Europe", "Mars/Olympus", "+01:00", "-0530", "London\0"])("%j is refused", (timeZone) => {
    expect(() => changedSettings(defaultSettings, { timeZone })).toThrow(InvalidSettings);
  });
});
