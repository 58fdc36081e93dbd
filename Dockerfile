# xen-offload, the worker and every other command. Debian, not Alpine: Temporal's native module is built for glibc only.
ARG NODE_VERSION=20

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts
# The native module comes for five platforms, of 25 MB and more each.
RUN find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
      ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM node:${NODE_VERSION}-bookworm-slim
# `ssh -G` reads OpenSSH's configuration for us.
RUN apt-get update \
    && apt-get install -y --no-install-recommends openssh-client \
    && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production XDG_STATE_HOME=/var/lib
RUN install -d -o node -g node /var/lib/xen-offload
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
ENTRYPOINT ["node", "/app/dist/client/main.js"]
CMD ["worker"]
