import { roomRepositoryContract } from "#test/support/organization/contracts/room-repository-contract.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";

roomRepositoryContract(test);
