# Built twice as large, shipped small: compilers and development packages stay in the first stage.
FROM node:20.20-bookworm-slim AS build
WORKDIR /app
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ make python3 \
 && rm -rf /var/lib/apt/lists/*
# onnxruntime-node would fetch CUDA libraries, which nothing here uses.
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts && npm rebuild
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY commands commands
RUN npm run build && npm prune --omit=dev --ignore-scripts \
 && find node_modules/onnxruntime-node/bin -mindepth 2 -maxdepth 2 ! -name linux -exec rm -r {} +

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production \
    VERBATIM_DATA=/data \
    VERBATIM_DOCUMENTS=/documents
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY models models
COPY documents /documents
USER node
VOLUME /data
STOPSIGNAL SIGTERM
# No HEALTHCHECK: the process ends when it cannot go on, and is started again by who runs it.
ENTRYPOINT ["node", "/app/dist/src/main.js"]
