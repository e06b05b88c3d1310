import { createServer, type RequestListener, type Server } from "node:http";
import { expect, test } from "vitest";
import { probeDocker } from "./docker-probe.ts";
import { listenOnSocket, startHungDaemon } from "./fake-daemon.ts";

const image = "postgres:18";

test("no daemon's address means no Docker, and nothing to tell about it", async () => {
  expect(await probeDocker(image, { addresses: [] })).toEqual({ usable: false, why: undefined });
});

test("an address where nothing listens is told", async () => {
  const probe = await probeDocker(image, { addresses: ["unix:///nowhere/docker.sock"] });
  expect(probe).toEqual({ usable: false, why: "unix:///nowhere/docker.sock: connect ENOENT /nowhere/docker.sock" });
});

test("a daemon that accepts connections and never answers is given up after two seconds", async () => {
  const address = await startHungDaemon();
  const start = performance.now();
  const probe = await probeDocker(image, { addresses: [address, await listenOnSocket(daemon({}))] });
  expect(probe).toEqual({ usable: false, why: `${address} doesn't answer within 2000 ms` });
  // A ceiling of the whole, not a measurement: testcontainers would wait for ever.
  expect(performance.now() - start).toBeLessThan(10_000);
});

test("a daemon that answers the first question and no other is given up, too", async () => {
  const address = await listenOnSocket(
    createServer(({ url }, response) => {
      if (url === "/_ping") response.end("OK");
    }),
  );
  const probe = await probeDocker(image, { addresses: [address], patience: 100 });
  expect(probe).toEqual({ usable: false, why: `${address} doesn't answer within 100 ms` });
});

test("a daemon that refuses is followed by the next one; what it said is told", async () => {
  const broken = await listenOnSocket(daemon({ "/info": 500 }));
  expect(await probeDocker(image, { addresses: [broken], patience: 60_000 })).toEqual({
    usable: false,
    why: `${broken}: it answers /info with 500: status 500`,
  });
  const whole = await listenOnSocket(daemon({}));
  expect(await probeDocker(image, { addresses: [broken, whole], patience: 60_000 })).toEqual({
    usable: true,
    hasImage: true,
  });
});

test("a daemon without the image is usable: the image can be pulled", async () => {
  const address = await listenOnSocket(daemon({ [`/images/${image}/json`]: 404 }));
  expect(await probeDocker(image, { addresses: [address], patience: 60_000 })).toEqual({
    usable: true,
    hasImage: false,
  });
});

test("DOCKER_HOST is asked before the usual places", async () => {
  const address = await startHungDaemon();
  const probe = await probeDocker(image, { environment: { DOCKER_HOST: address }, patience: 100 });
  expect(probe).toEqual({ usable: false, why: `${address} doesn't answer within 100 ms` });
});

function daemon(statuses: Readonly<Record<string, number>>): Server {
  const answer: RequestListener = ({ url = "" }, response) => {
    const status = statuses[url] ?? 200;
    response.writeHead(status).end(`status ${status}`);
  };
  return createServer(answer);
}
