case $ddhook in
(/* | [A-Za-z]:/*)
	"$ddhook" staged || exit
	;;
(*)
	if git --no-literal-pathspecs diff --cached --quiet --no-ext-diff -- @touching@ &&
		! { git --no-literal-pathspecs grep --cached -q @others@ -- @settings@ || [ $? -ne 1 ]; }; then
		printf '%s\n' >&2 @passed@
	else
		printf '%s\n' >&2 @blocked@
		exit 2
	fi
	;;
esac
