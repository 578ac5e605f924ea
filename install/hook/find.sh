ddhook=@place@
if ! [ -f "$ddhook" ] || ! [ -x "$ddhook" ] || ! [ -s "$ddhook" ]; then
	ddhook=$(command -v ddhook) || ddhook=
	case $ddhook in ("$PWD/ddhook" | "$PWD/./ddhook") ddhook= ;; esac
	[ -s "$ddhook" ] || ddhook=
fi
