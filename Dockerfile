FROM python:3.11-slim

# Matplotlib keeps a list of fonts; the root file system may be read-only, /tmp is not.
ENV EVENKEEL_DATA_DIR=/data \
    MPLCONFIGDIR=/tmp/matplotlib \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONUNBUFFERED=1

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin evenkeel \
    && install --directory --owner=evenkeel --mode=0700 /data

WORKDIR /app

# The locked packages change seldom and come first, so that a new version builds in seconds.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

# The packages of a provider of language models: docker build --build-arg EXTRAS=openai
ARG EXTRAS=
COPY requirements-anthropic.lock requirements-ollama.lock requirements-openai.lock ./
RUN for extra in $EXTRAS; do pip install --require-hashes -r "requirements-$extra.lock"; done

COPY LICENSE README.md pyproject.toml ./
COPY bot/ bot/
COPY core/ core/
COPY prompts/ prompts/
RUN pip install --no-deps --no-build-isolation .

USER 10001
VOLUME /data

# The doctor asks Telegram and the database, and exits with 1 when either fails. The language model
# is not asked: replies go out without it, and its provider may charge for each text.
HEALTHCHECK --interval=5m --timeout=30s --start-period=1m --retries=3 \
    CMD ["evenkeel", "doctor", "--no-model"]

STOPSIGNAL SIGTERM
ENTRYPOINT ["evenkeel"]
CMD ["run"]
