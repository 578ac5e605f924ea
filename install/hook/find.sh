ddhook=@place@
if ! [ -f "$ddhook" ] || ! [ -x "$ddhook" ]; then
	ddhook=$(command -v ddhook) || ddhook=
fi
