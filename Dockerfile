# The bot, or without DISCORD_TOKEN the sandbox. What is to be kept lies in /data. See docs/operations.md.
FROM node:22-slim AS build
WORKDIR /app
COPY . .
# Builds the page, too. Afterwards only what the program needs is left.
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production \
    REKINDLE_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/bin ./bin
COPY --from=build /app/dist ./dist
COPY --from=build /app/src ./src
COPY --from=build /app/node_modules ./node_modules
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# The address is 127.0.0.1 unless REKINDLE_HOST says otherwise: nothing is open to the outside by itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.REKINDLE_PORT || process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/rekindle.js"]
