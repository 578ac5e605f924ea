module github.com/ddhook/ddhook

go 1.26.0
