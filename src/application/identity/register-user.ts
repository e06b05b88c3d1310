import { Password } from "#domain/identity/password.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import type { UserSnapshot } from "#domain/identity/user.ts";
import { Email } from "#domain/shared/email.ts";
import type { Ports } from "./ports.ts";
import { sendVerification } from "./send-verification.ts";

export interface RegisterUserCommand {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** @throws InvalidEmail, InvalidPersonName, InvalidPassword, EmailAlreadyTaken */
export const registerUser =
  (ports: Pick<Ports, "users" | "userFactory" | "passwords" | "tokens" | "verificationMail">) =>
  async (command: RegisterUserCommand): Promise<UserSnapshot> => {
    const email = Email.parse(command.email);
    const name = PersonName.parse(command.name);
    const passwordHash = await ports.passwords.hash(Password.parse(command.password).reveal());
    const user = ports.userFactory.register({ email, name, passwordHash });
    await ports.users.create(user);
    await sendVerification(ports, user.snapshot);
    return user.snapshot;
  };
