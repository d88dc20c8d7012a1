# One image recipe for the three apps: docker build --build-arg APP=producer|consumer|audit .
# Written without a container engine at hand: parsed and checked by test/architecture, never built here.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY . .
# Nothing of ours needs an install script. The image brings Node, so the packaged one is left out.
RUN npm ci --ignore-scripts \
  && node_modules/.bin/tsc -b \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-*

FROM node:24.21.0-bookworm-slim
ARG APP
LABEL org.opencontainers.image.title="spillway-${APP}" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production SPILLWAY_HTTP_HOST=0.0.0.0
COPY --from=build --chown=root:root /app /app
WORKDIR /app/apps/${APP}
USER node
# Liveness only: a container must not be killed because Kafka is away.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.SPILLWAY_ADMIN_PORT ?? process.env.SPILLWAY_HTTP_PORT ?? 3000) + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not npm start: npm swallows the signals of an ordered shutdown.
CMD ["node", "--max-semi-space-size=8", "dist/main.js"]
