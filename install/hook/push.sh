ddhook_refs=$(while IFS= read -r ref; do printf '%s\n' "$ref"; done)
if [ -z "$ddhook_refs" ]; then
	exec </dev/null
else
	case $ddhook in
	(/* | [A-Za-z]:/*)
		printf '%s\n' "$ddhook_refs" | "$ddhook" pre-push -- "$@" || exit
		;;
	(*)
		if [ -z "$(printf '%s\n' "$ddhook_refs" | while read -r ref new rest; do
			case $new in
			(*[!0]*)
				git --no-literal-pathspecs rev-list -n 1 "$new" --not --remotes -- @touching@ || echo unknown
				git --no-literal-pathspecs grep @others@ "$new" -- @settings@ || [ $? -eq 1 ] || echo unknown
				;;
			esac
		done)" ]; then
			printf '%s\n' >&2 @passed@
		else
			printf '%s\n' >&2 @blocked@
			exit 2
		fi
		;;
	esac
	exec <<DDHOOK_REFS
$ddhook_refs
DDHOOK_REFS
fi
