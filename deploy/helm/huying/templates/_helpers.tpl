{{/* What the services and the published language declare, made by `npm run generate`. */}}
{{- define "huying.platform" -}}
{{ .Files.Get "files/platform.yaml" }}
{{- end }}

{{- define "huying.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "huying.selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: huying
{{- end }}

{{/* Call with (dict "root" $ "component" name). */}}
{{- define "huying.labels" -}}
{{ include "huying.selector" .root }}
app.kubernetes.io/name: huying
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "huying.image" -}}
{{- with .Values.image -}}
{{ with .registry }}{{ . }}/{{ end }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- define "huying.kafka.cluster" -}}{{ .Values.kafka.strimzi.cluster.name | default (include "huying.fullname" .) }}{{- end }}
{{- define "huying.kafka.brokers" -}}
{{- if .Values.kafka.brokers }}{{ .Values.kafka.brokers }}
{{- else if .Values.kafka.strimzi.enabled }}{{ include "huying.kafka.cluster" . }}-kafka-bootstrap.{{ .Values.kafka.strimzi.namespace | default .Release.Namespace }}.svc:9093
{{- else }}{{ fail "Say where Kafka is (kafka.brokers), or let Strimzi make it (kafka.strimzi.enabled)." }}{{ end }}
{{- end }}
{{/* Who a pod is to Kafka: the Secret that holds its password. Call with (dict "root" $ "name" service). */}}
{{- define "huying.kafka.secret" -}}
{{- if .root.Values.kafka.strimzi.enabled }}{{ include "huying.fullname" .root }}-{{ .name }}
{{- else }}{{ tpl .root.Values.kafka.signIn.secretName (dict "service" .name "Template" .root.Template) }}{{ end }}
{{- end }}
{{- define "huying.kafka.ca" -}}
{{- if .Values.kafka.strimzi.enabled }}{{ .Values.kafka.signIn.caSecretName | default (printf "%s-cluster-ca-cert" (include "huying.kafka.cluster" .)) }}
{{- else }}{{ required "Name the Secret with the brokers' certificate authority: kafka.signIn.caSecretName." .Values.kafka.signIn.caSecretName }}{{ end }}
{{- end }}
{{- define "huying.kafka.signsIn" -}}
{{- if or .Values.kafka.strimzi.enabled .Values.kafka.signIn.enabled }}true{{ end }}
{{- end }}

{{- define "huying.postgres.cluster" -}}{{ include "huying.fullname" . }}-postgres{{- end }}
{{- define "huying.postgres.host" -}}
{{- if .Values.postgres.cluster.enabled }}{{ include "huying.postgres.cluster" . }}-rw.{{ .Release.Namespace }}.svc
{{- else }}{{ required "Say where PostgreSQL is (postgres.host), or let CloudNativePG make it (postgres.cluster.enabled)." .Values.postgres.host }}{{ end }}
{{- end }}
{{- define "huying.valkey" -}}{{ include "huying.fullname" . }}-valkey{{- end }}
{{- define "huying.scaledByLag" -}}{{ if and .Values.autoscaling.enabled .Values.autoscaling.keda.enabled }}true{{ end }}{{- end }}

{{- define "huying.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user | default 1000 }}
runAsGroup: {{ .user | default 1000 }}
fsGroup: {{ .user | default 1000 }}
seccompProfile: { type: RuntimeDefault }
{{- end }}
{{- define "huying.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: { drop: [ALL] }
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{/* PostgreSQL, for services and migrations. */}}
{{- define "huying.env.postgres" -}}
- name: POSTGRES_USER
  valueFrom: { secretKeyRef: { name: {{ .Values.secrets.postgres }}, key: username } }
- name: POSTGRES_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ .Values.secrets.postgres }}, key: password } }
- name: POSTGRES_URL
  value: postgres://$(POSTGRES_USER):$(POSTGRES_PASSWORD)@{{ include "huying.postgres.host" . }}:{{ .Values.postgres.port }}
{{- end }}

{{/* Kafka, for services and the job of topics. Call with (dict "root" $ "name" service). */}}
{{- define "huying.env.kafka" -}}
- name: KAFKA_BROKERS
  value: {{ include "huying.kafka.brokers" .root | quote }}
{{- if include "huying.kafka.signsIn" .root }}
- name: KAFKA_USERNAME
  value: {{ include "huying.kafka.secret" . }}
- name: KAFKA_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ include "huying.kafka.secret" . }}, key: password } }
- name: KAFKA_CA_FILE
  value: /etc/huying/kafka/ca.crt
{{- end }}
{{- end }}
{{- define "huying.mounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if include "huying.kafka.signsIn" . }}
- { name: kafka-ca, mountPath: /etc/huying/kafka, readOnly: true }
{{- end }}
{{- end }}
{{- define "huying.volumes" -}}
- { name: tmp, emptyDir: { medium: Memory, sizeLimit: 64Mi } }
{{- if include "huying.kafka.signsIn" . }}
- name: kafka-ca
  secret: { secretName: {{ include "huying.kafka.ca" . }}, items: [{ key: ca.crt, path: ca.crt }] }
{{- end }}
{{- end }}
