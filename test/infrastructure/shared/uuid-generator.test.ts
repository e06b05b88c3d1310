import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { idGeneratorContract } from "#test/support/contracts/id-generator-contract.ts";

idGeneratorContract(() => uuidGenerator);
