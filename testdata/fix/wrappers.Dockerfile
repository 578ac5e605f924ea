FROM golang:1.25
RUN ls && doas go mod download
RUN ls && orchestrion go mod download && chrt -b 0 go mod download
RUN ls && mksh -c 'go mod download' && ksh93 -c 'go mod download'
RUN ls && taskset -c 0-3 go mod download
RUN ls && /bin/rbash -c 'go mod download'
RUN ["tini-static", "--", "go", "mod", "download"]
SHELL ["/bin/zsh", "-c"]
RUN ls && noglob go mod download && builtin eval 'go mod download'
RUN go vet ./...
