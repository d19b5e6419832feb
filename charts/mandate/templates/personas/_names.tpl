{{- define "mandate.personas" -}}
agency authority clerk department government halting-holder holder operator restorer source-unit terminating-department
{{- end -}}
