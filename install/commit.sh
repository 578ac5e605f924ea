# >>> ddhook: written by `ddhook install`, taken out by `ddhook uninstall`
for ddhook in '@place@' "$(cd / && command -v ddhook)" "${HOME-}/go/bin/ddhook" ''; do
	case $ddhook in '' | /* | ?:/*) ;; *) ddhook=/$ddhook ;; esac
	[ -f "$ddhook" ] && [ -x "$ddhook" ] && [ -s "$ddhook" ] && break
done
if [ "$ddhook" ]; then
	DDHOOK_HOOK=@hook@ "$ddhook" staged || exit
elif GIT_LITERAL_PATHSPECS=0 GIT_GLOB_PATHSPECS=0 GIT_NOGLOB_PATHSPECS=0 git diff --cached --quiet --no-ext-diff -- \
	@paths@; then
	echo >&2 'ddhook: gone, so nothing was checked; to have it back: @get@'
else
	echo >&2 'ddhook: @deed@ blocked: it touches a Dockerfile or .ddhook.yaml, and ddhook is gone'
	echo >&2 'ddhook: to have it back: @get@'
	echo >&2 "ddhook: to do without it: take its lines out of $0"
	exit 2
fi
# <<< ddhook
