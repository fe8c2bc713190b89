# The gate in a container: docker build -t seloste . && docker run --rm -v "$PWD:/work:ro" seloste check
# Two stages, so that neither pip nor the source is in the image that runs; and nobody in it is root. Who runs it can't
# write compiled modules, so they are compiled here: starting takes half the time.
# Debian: the reader of HCL has no wheel for Alpine on ARM.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -I -m venv --without-pip /opt/seloste \
 && pip --python /opt/seloste/bin/python install --no-cache-dir --require-hashes -r .ci/install.txt \
 && pip --python /opt/seloste/bin/python install --no-cache-dir --no-deps --no-build-isolation . \
 && pip --python /opt/seloste/bin/python uninstall --yes setuptools

FROM python:3.13-slim
# git, for --trusted and --against. The work tree belongs to somebody else than the user in here; it is only read.
RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory '*' \
 && useradd --no-create-home --uid 10001 seloste
COPY --from=build /opt/seloste /opt/seloste
ENV PATH=/opt/seloste/bin:$PATH
USER 10001
WORKDIR /work
# -I: whatever PYTHONPATH says, no module of the work tree is run. -B: nothing is compiled onto the disk.
ENTRYPOINT ["/opt/seloste/bin/python", "-I", "-B", "-m", "seloste"]
CMD ["check"]
