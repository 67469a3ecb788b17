#!/bin/bash
# Writes the settings that the environment gives, formats the log directory at the first start, and runs the broker.
set -euo pipefail
settings=/opt/kafka/config/server.properties
options=(${KAFKA_HEAP_OPTS:-} ${KAFKA_JVM_PERFORMANCE_OPTS:-} ${KAFKA_OPTS:-} -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)
classes='/opt/kafka/libs/*'

# KAFKA_NODE_ID is node.id; of the rest, two underscores stand for one and three for a dash.
env | grep '^KAFKA_' | grep -vE '^KAFKA_(HEAP_OPTS|JVM_PERFORMANCE_OPTS|OPTS)=' | while IFS='=' read -r name value; do
  name=${name#KAFKA_}
  name=${name,,}
  name=${name//___/-}
  name=${name//__/$'\1'}
  name=${name//_/.}
  printf '%s=%s\n' "${name//$'\1'/_}" "$value"
done >"$settings"

java "${options[@]}" -cp "$classes" kafka.tools.StorageTool format \
  --ignore-formatted --cluster-id "${CLUSTER_ID:?}" --config "$settings"
exec java "${options[@]}" -cp "$classes" kafka.Kafka "$settings"
