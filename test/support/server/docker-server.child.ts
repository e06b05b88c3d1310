import { once } from "node:events";
import { startDockerServer } from "./docker-server.ts";

/** A run of its own for `docker-server.docker.test.ts`: says when it is ready, starts at a word, and says where its server is. */
const [image = "", purpose = ""] = process.argv.slice(2);
process.send?.("ready");
await once(process, "message");
const { url } = await startDockerServer(image, { purpose });
process.send?.(url);
process.disconnect();
