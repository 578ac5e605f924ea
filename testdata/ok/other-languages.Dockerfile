FROM golang:1.25
RUN <<PYTHON python3
go = "go mod download"
print("go build")
PYTHON
RUN cat > build.sh <<'SCRIPT'
go mod download
go build ./...
SCRIPT
COPY <<EOF /usr/local/bin/again
go mod download
EOF
