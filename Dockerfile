# The app alone: locked dependencies, no compiler, no package tool, a user without rights.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /app
COPY tools/setup/uv.txt ./
RUN python -m venv /uv && /uv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r uv.txt
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
COPY pyproject.toml uv.lock README.md kithmap.py ./
COPY graph graph
COPY ingest ingest
COPY viz viz
COPY api api
RUN /uv/bin/uv sync --locked --no-dev --no-editable --no-cache

FROM python:3.11.14-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin kithmap \
    && install -d -o kithmap -g kithmap -m 0700 /data
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH KITHMAP_DATA=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["kithmap"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
