FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Without the development packages: no compiler, no embedded PostgreSQL; Node is the image's own.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/.compile-cache HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY sql sql
COPY src src
# npm run db: what changes the database. Its lint, trace and docs need a checkout.
COPY tools/require-node.mjs tools/require-node.mjs
COPY tools/db tools/db
# Loads all of the service without starting it, so that a start finds everything compiled. By the same user, because
# each has a cache of its own.
RUN install --directory --owner=node .compile-cache
USER node
RUN node --eval "await import('./src/infrastructure/start.ts')"
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
