import { roomRepositoryContract } from "#test/support/organization/contracts/room-repository-contract.ts";
import { test } from "#test/support/organization/in-memory-adapters.ts";

roomRepositoryContract(test);
