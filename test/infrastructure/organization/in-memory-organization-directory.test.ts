import { organizationDirectoryContract } from "#test/support/organization/contracts/organization-directory-contract.ts";
import { test } from "#test/support/organization/in-memory-adapters.ts";

organizationDirectoryContract(test);
