{{- /* The image, by digest where one is given. */ -}}
{{- define "mandate.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "mandate.args.operator" -}}
[operator, --log-level={{ .Values.logLevel }}]
{{- end -}}

{{- define "mandate.args.cutoff" -}}
[cutoff, --log-level={{ .Values.logLevel }}]
{{- end -}}
