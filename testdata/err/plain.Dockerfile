FROM golang:1.25
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /service ./cmd/service
