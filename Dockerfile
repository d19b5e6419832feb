# The image of `mandate`, which both Deployments run: one static program and
# nothing else, no shell, no libraries, no certificates. (It talks to the API
# server alone, whose certificate authority is mounted with its token; the time
# zones are in the program.)
#
# The program is built outside, by the same Go as everything else:
#
#   make image IMAGE=registry.example/platform/mandate:v1
FROM scratch
COPY LICENSE /LICENSE
COPY bin/image/mandate /mandate
USER 65532:65532
ENTRYPOINT ["/mandate"]
