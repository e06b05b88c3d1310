import { integrationsContract } from "#test/support/organization/contracts/integrations-contract.ts";
import { test } from "#test/support/organization/postgres-adapters.ts";

integrationsContract(test);
