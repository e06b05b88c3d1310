import { changeEmail } from "./change-email.ts";
import { changePassword } from "./change-password.ts";
import { changeRole } from "./change-role.ts";
import { changeSettings } from "./change-settings.ts";
import { deleteUser } from "./delete-user.ts";
import { getOrCreateOutsideUser } from "./get-or-create-outside-user.ts";
import { listUsers } from "./list-users.ts";
import { logIn } from "./log-in.ts";
import { logOutEverywhere } from "./log-out-everywhere.ts";
import { logOut } from "./log-out.ts";
import type { Ports } from "./ports.ts";
import { readProfile } from "./read-profile.ts";
import { refreshSession } from "./refresh-session.ts";
import { registerUser } from "./register-user.ts";
import { renameUser } from "./rename-user.ts";
import { requestEmailVerification } from "./request-email-verification.ts";
import { restoreUser } from "./restore-user.ts";
import { verifyEmail } from "./verify-email.ts";

export type Identity = ReturnType<typeof createIdentity>;

/** All that the identity context can do. */
export const createIdentity = (ports: Ports) => ({
  registerUser: registerUser(ports),
  getOrCreateOutsideUser: getOrCreateOutsideUser(ports),

  logIn: logIn(ports),
  refreshSession: refreshSession(ports),
  logOut: logOut(ports),
  logOutEverywhere: logOutEverywhere(ports),

  readProfile: readProfile(ports),
  renameUser: renameUser(ports),
  changeEmail: changeEmail(ports),
  requestEmailVerification: requestEmailVerification(ports),
  verifyEmail: verifyEmail(ports),
  changePassword: changePassword(ports),
  changeSettings: changeSettings(ports),
  deleteUser: deleteUser(ports),

  listUsers: listUsers(ports),
  changeRole: changeRole(ports),
  restoreUser: restoreUser(ports),
});
