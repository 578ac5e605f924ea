package install

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ddhook": standIn})
}

// standIn is ddhook as the scripts have it: `install` and `uninstall` are this package, and whatever a hook runs says
// what it was given and ends as STATUS says.
func standIn() {
	switch {
	case len(os.Args) > 1 && (os.Args[1] == "install" || os.Args[1] == "uninstall"):
		os.Exit(command(os.Args[1], os.Args[2:]))
	case len(os.Args) > 1 && os.Args[1] == "pre-push":
		refs, _ := io.ReadAll(os.Stdin)
		fmt.Printf("ddhook %q\n%s", os.Args[1:], refs)
	default:
		fmt.Printf("ddhook %q\n", os.Args[1:])
	}
	status, _ := strconv.Atoi(os.Getenv("STATUS"))
	os.Exit(status)
}

func command(name string, args []string) int {
	flags := flag.NewFlagSet(name, flag.ExitOnError)
	check := flags.Bool("check", false, "")
	binary := flags.String("binary", "", "")
	o := Options{Dir: ".", Environ: os.Environ(), Version: "v1.2.3"}
	flags.StringVar(&o.Hook, "hook", "", "")
	flags.BoolVar(&o.Force, "force", false, "")
	_ = flags.Parse(args)
	act := Install
	switch {
	case name == "uninstall":
		act = Uninstall
	case *check:
		act = Check
	}
	o.Binary = os.Getenv("DDHOOK")
	if *binary != "" {
		o.Binary = *binary
	}
	result, err := act(context.Background(), o)
	if err != nil {
		fmt.Fprintf(os.Stderr, "ddhook: %v\n", err)
		return 2
	}
	for _, line := range result.Lines {
		fmt.Println(line)
	}
	if !result.Guarded && name == "install" {
		return 1
	}
	return 0
}

// TestScript installs into real repositories, whose hooks the real git runs.
func TestScript(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git, which makes the repositories, is not installed")
	}
	// A developer may have a ddhook already: no script may meet it by chance.
	theirs := filepath.Join(t.TempDir(), programName())
	writeProgram(t, theirs, "echo the ddhook of the developer\n")
	t.Setenv("PATH", os.Getenv("PATH")+string(os.PathListSeparator)+filepath.Dir(theirs))
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		Setup:               setup,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": status, "mode": mode, "tree": tree},
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// setup keeps the developer's own git settings out.
func setup(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, "home")
	program, err := exec.LookPath("ddhook")
	if err != nil {
		return err
	}
	env.Vars = append(env.Vars, gitEnviron(home)...)
	// A PATH that is as usual but for ddhook, whosever it is.
	var tools []string
	for _, dir := range filepath.SplitList(env.Getenv("PATH")) {
		if !isWhole(filepath.Join(dir, programName())) {
			tools = append(tools, dir)
		}
	}
	env.Setenv("DDHOOK", program)
	env.Setenv("TOOLS", strings.Join(tools, string(os.PathListSeparator)))
	return os.MkdirAll(home, 0o777)
}

func gitEnviron(home string) []string {
	return []string{
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "GIT_CONFIG_GLOBAL=" + filepath.Join(home, ".gitconfig"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Somebody", "GIT_AUTHOR_EMAIL=somebody@example.com",
		"GIT_COMMITTER_NAME=Somebody", "GIT_COMMITTER_EMAIL=somebody@example.com", "GIT_EDITOR=true",
	}
}

// status is `status N program args...`: the program has to end with status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if neg || got != want {
		ts.Fatalf("status is %d, not %d", got, want)
	}
}

// mode is `mode FILE BITS`: the file's own permissions, in octal.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Lstat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); neg || got != args[1] {
		ts.Fatalf("%s has the mode %s, not %s", args[0], got, args[1])
	}
}

// tree is `tree FOLDER FILE`: writes down every name, mode and content below the folder.
func tree(ts *testscript.TestScript, _ bool, args []string) {
	out, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	defer out.Close()
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		var content []byte
		if d.Type().IsRegular() {
			content, err = os.ReadFile(path)
		}
		fmt.Fprintf(out, "%v %s %q\n", info.Mode(), path, content)
		return err
	}))
}

// condition knows [root]: permissions do not hold the user back; and [configured]: git runs hooks of its configuration.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "configured":
		cmd := exec.Command("git", "-c", "hook.x.event=pre-commit", "-c", "hook.x.command=true", "hook", "list", "pre-commit")
		cmd.Env = append(gitEnviron(os.TempDir()), "PATH="+os.Getenv("PATH"))
		return cmd.Run() == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}
