import { systemClock } from "#infrastructure/shared/system-clock.ts";
import { clockContract } from "#test/support/contracts/clock-contract.ts";

clockContract(() => systemClock);
