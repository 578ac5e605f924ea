ddhook_kept=${0%/*}/@kept@
if ! [ -f "$ddhook_kept" ] || ! [ -x "$ddhook_kept" ]; then
	printf '%s\n' >&2 @unkept@
	exit 2
fi
exec "$ddhook_kept" "$@"
