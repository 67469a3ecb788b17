# One image for all services; SERVICE says which one a container runs. Any base with Node 20 and bash will do.
ARG BASE_IMAGE=node:20-bookworm-slim

# What is installed depends on these files alone, so that a change of code installs nothing again.
FROM ${BASE_IMAGE} AS manifests
WORKDIR /huying
COPY package.json package-lock.json ./
COPY libs libs
COPY services services
COPY tools tools
RUN find libs services tools -type f ! -name package.json -delete

FROM ${BASE_IMAGE} AS build
WORKDIR /huying
COPY --from=manifests /huying ./
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY tsconfig.base.json ./
COPY libs libs
COPY services services
RUN npx --no-install tsc -b services/*
# What runs needs neither the sources in TypeScript, nor what the compiler remembers, nor the tools of the build.
RUN find libs services -type f \( -name '*.ts' -o -name '*.tsbuildinfo' \) -delete \
 && find libs services -name node_modules -prune -exec rm -rf {} +

FROM ${BASE_IMAGE} AS dependencies
WORKDIR /huying
COPY --from=manifests /huying ./
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev $(printf -- '--workspace=%s ' services/*)

FROM ${BASE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 METRICS_PORT=9464 DATA_DIR=/huying/.data
WORKDIR /huying
COPY --from=dependencies /huying ./
COPY --from=build /huying/libs libs
COPY --from=build /huying/services services
# The page of the district's events is one script and one style of a package that is otherwise not needed.
COPY --from=build /huying/node_modules/@asyncapi/react-component/package.json node_modules/@asyncapi/react-component/
COPY --from=build /huying/node_modules/@asyncapi/react-component/styles/default.min.css node_modules/@asyncapi/react-component/styles/
COPY --from=build /huying/node_modules/@asyncapi/react-component/browser/standalone/index.js node_modules/@asyncapi/react-component/browser/standalone/
# The only place that is written to, and by the development issuer only.
RUN mkdir .data && chown 1000:1000 .data
USER 1000:1000
EXPOSE 8080 9464
# By bash: a Node for each look costs a busy machine so much that the answer comes too late. Patient at the start, when all services start at once.
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=4 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT; printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3; read -r line <&3; [[ $line == *' 200 '* ]]"]
ENV SERVICE=request
CMD ["sh", "-c", "exec node --import @huying/observability/tracing services/${SERVICE}/dist/main.js"]
