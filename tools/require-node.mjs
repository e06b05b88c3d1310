// Plain JavaScript of Node's older versions, so that they can read it and say what is wrong.
const [major] = process.versions.node.split(".");
if (Number(major) < 24) {
  console.error(
    `This needs Node 24 or later to run TypeScript, but ran on ${process.versions.node} (${process.execPath}). ` +
      "npm scripts bring their own: run `npm install` without --ignore-scripts, or `npm rebuild node`, then `npm run …`.",
  );
  process.exit(1);
}
