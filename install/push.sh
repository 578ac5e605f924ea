# >>> ddhook: written by `ddhook install`, taken out by `ddhook uninstall`
for ddhook in '@place@' "$(cd / && command -v ddhook)" "${HOME-}/go/bin/ddhook" ''; do
	case $ddhook in '' | /* | ?:/*) ;; *) ddhook=/$ddhook ;; esac
	[ -f "$ddhook" ] && [ -x "$ddhook" ] && [ -s "$ddhook" ] && break
done
ddhook_refs=$(while IFS= read -r ddhook_ref; do echo "$ddhook_ref"; done)
if [ "$ddhook" ] && [ -z "$ddhook_refs" ]; then
	"$ddhook" pre-push -- "$@" || exit
elif [ "$ddhook" ]; then
	echo "$ddhook_refs" | "$ddhook" pre-push -- "$@" || exit
elif [ -z "$ddhook_refs" ] || [ -z "$(
	echo "$ddhook_refs" | while read -r ddhook_from ddhook_new ddhook_to ddhook_old ddhook_more; do
		[ -z "$ddhook_more" ] && GIT_LITERAL_PATHSPECS=0 GIT_GLOB_PATHSPECS=0 GIT_NOGLOB_PATHSPECS=0 git \
			rev-list -n 1 --ignore-missing "$ddhook_new" --not "$ddhook_old" --remotes -- \
			@paths@ || echo unknown
	done
)" ]; then
	echo >&2 'ddhook: gone, so nothing was checked; to have it back: @get@'
else
	echo >&2 'ddhook: push blocked: it touches a Dockerfile or .ddhook.yaml, and ddhook is gone'
	echo >&2 'ddhook: to have it back: @get@'
	echo >&2 "ddhook: to do without it: take its lines out of $0"
	exit 2
fi
[ -z "$ddhook_refs" ] || exec <<DDHOOK_REFS || exit
$ddhook_refs
DDHOOK_REFS
# <<< ddhook
