FROM golang:1.25
RUN sh -c 'cd api && go mod download && go build ./...'
RUN ls && bash -ec "go mod download; cd \"$HOME\" && go build ./..." && pwd
RUN ls && sh -c 'go mod download'
RUN sh -c 'go mod download'
RUN eval 'ls && go mod download'
RUN sh -c "sh -c 'ls; go mod download; go build'"
RUN <<END
set -e
go mod download # the modules
# build them
go build -o /a .
go build -o /b \
   ./b
END
RUN <<END bash
ls
go mod download
END
RUN <<END
ls &&
  go mod download &&
  go vet
if true; then
	go mod download
	ls
fi
END
RUN bash <<END
ls
go build
END
RUN <<END
#!/usr/bin/env -S bash -e
ls
go mod download
go build
END
RUN <<-END
	set -e
	go mod download

	go build -o /a . && ls
		go mod download
	ls
	END
RUN bash <<-END
	ls
	go mod download
	END
RUN go vet ./...
