RUN go build
RUN ls

RUN go mod download