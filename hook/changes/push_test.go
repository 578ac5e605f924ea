package changes_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ddhook/ddhook/hook/changes"
	"github.com/ddhook/ddhook/hook/config"
	"github.com/ddhook/ddhook/hook/repo/gittest"
)

func TestReadUpdates(t *testing.T) {
	a, b, zero := strings.Repeat("a", 40), strings.Repeat("b", 64), strings.Repeat("0", 40)
	tests := []struct {
		name  string
		push  changes.Push
		stdin string
		want  []changes.Update
		bad   bool
	}{
		{name: "pre-push", push: changes.PrePush, stdin: "refs/heads/x " + a + " refs/heads/y " + zero + "\n(delete) " + zero + " refs/heads/z " + b + "\n",
			want: []changes.Update{{Ref: "refs/heads/y", Old: zero, New: a}, {Ref: "refs/heads/z", Old: b, New: zero}}},
		{name: "pre-push of what is no ref", push: changes.PrePush, stdin: "HEAD^{/fix the  build} " + a + " refs/heads/x " + b + "\n",
			want: []changes.Update{{Ref: "refs/heads/x", Old: b, New: a}}},
		{name: "pre-receive", push: changes.PreReceive, stdin: b + " " + a + " refs/heads/x\n",
			want: []changes.Update{{Ref: "refs/heads/x", Old: b, New: a}}},
		{name: "nothing is pushed", push: changes.PrePush},
		{name: "lines of the other hook", push: changes.PreReceive, stdin: "refs/heads/x " + a + " refs/heads/y " + zero + "\n", bad: true},
		{name: "an option in the place of an id", push: changes.PreReceive, stdin: "--all " + a + " refs/heads/x\n", bad: true},
		{name: "garbage", push: changes.PrePush, stdin: "garbage\n", bad: true},
		{name: "an empty line", push: changes.PrePush, stdin: "\n", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.push.ReadUpdates(strings.NewReader(tt.stdin))
			if (err != nil) != tt.bad || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, %v; want %v, error %v", got, err, tt.want, tt.bad)
			}
		})
	}
}

// TestPush has an origin with a history, a clone of it, and what the clone then pushes: once as the sender sees it, and
// once as the receiver does, in whose repository the pushed commits are not reached by any ref.
func TestPush(t *testing.T) {
	const history = `fifty a >a.Dockerfile; commit 1; echo b >b.Dockerfile; commit 2; cd ..; git clone -q --bare repo origin
		rm -rf repo; git clone -q origin repo; cd repo
	`
	tests := []struct {
		name, script string   // the script ends in the clone
		refs         []string // what is pushed: "src:dst", by names that the clone knows
		want         string   // for the sender
		wantReceiver string   // for the receiver, where it is another one
	}{
		{name: "one commit", script: `echo n >n.Dockerfile; commit 3`, refs: []string{"main:main"}, want: "= refs/heads/main\nn.Dockerfile: n\n"},
		{name: "repaired by a later commit", script: `echo n >a.Dockerfile; commit 3; fifty a >a.Dockerfile; commit 4`,
			refs: []string{"main:main"}, want: "= refs/heads/main\n"},
		{name: "a new branch", script: `git checkout -qb x; echo n >>a.Dockerfile; commit 3`, refs: []string{"x:x"},
			want: "= refs/heads/x\na.Dockerfile: n | RUN a 50\n"},
		{name: "a new branch on what is known", script: `git branch x main~1`, refs: []string{"x:x"}, want: ""},
		{name: "an annotated tag", script: `echo n >n.Dockerfile; commit 3; git tag -am t t`, refs: []string{"t:refs/tags/t"},
			want: "= refs/tags/t\nn.Dockerfile: n\n"},
		{name: "a tag of a file", script: `git tag f main:a.Dockerfile`, refs: []string{"f:refs/tags/f"}, want: ""},
		{name: "a deletion", script: `true`, refs: []string{":main"}, want: ""},
		{name: "back to an older commit", script: `git reset -q --hard main~1`, refs: []string{"main:main"}, want: ""},
		{name: "another commit in the place of the last", script: `echo c >b.Dockerfile; git commit -qa --amend -m 2b`, refs: []string{"main:main"},
			want: "= refs/heads/main\nb.Dockerfile: c | b\n"},
		{name: "two refs", script: `git checkout -qb x; echo x >x.Dockerfile; commit x; git checkout -q main; echo m >m.Dockerfile; commit m`,
			refs: []string{"x:x", "main:main"}, want: "= refs/heads/x\nx.Dockerfile: x\n= refs/heads/main\nm.Dockerfile: m\n"},
		{name: "a merge of what others pushed", script: `git checkout -qb x main~1; echo x >x.Dockerfile; commit x
			git merge -q main; echo more >>x.Dockerfile; commit more`, refs: []string{"x:x"}, want: "= refs/heads/x\nx.Dockerfile: more\n"},
		{name: "a merge that changes what it brings in", script: `git checkout -qb x main~1; echo x >x.Dockerfile; commit x
			git merge -q main; echo more >>b.Dockerfile; git commit -qa --amend -m merge`, refs: []string{"x:x"},
			want: "= refs/heads/x\nb.Dockerfile: more | b\nx.Dockerfile: x\n"},
		{name: "a renamed file", script: `git mv a.Dockerfile r.Dockerfile; echo more >>r.Dockerfile; commit r`, refs: []string{"main:main"},
			want: "= refs/heads/main\nr.Dockerfile: more | RUN a 50\n"},
		{name: "a first push, unrelated", script: `git remote rm origin; git checkout -q --orphan alone; git rm -rqf .; echo o >o.Dockerfile; commit o`,
			refs: []string{"alone:alone"}, want: "= refs/heads/alone\no.Dockerfile: o\n"},
		{name: "a first push to an unknown remote", script: `git remote rm origin; git fetch -q ../origin main`, refs: []string{"main:other"},
			want: "= refs/heads/other\na.Dockerfile: RUN a 50\nb.Dockerfile: b\n", wantReceiver: "-"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := gittest.TempDir(t)
			gittest.Sh(t, dir, fifty+history+tt.script)
			updates := updatesOf(t, dir, tt.refs)
			if got := pushText(t, filepath.Join(dir, "repo"), gittest.Environ(dir), changes.PrePush, updates); got != tt.want {
				t.Errorf("the sender gets %q\nwant %q", got, tt.want)
			}
			if tt.wantReceiver == "" {
				tt.wantReceiver = tt.want
			}
			// The receiver has the new objects apart from its own until the hook is content.
			environ := gittest.Environ(dir, "GIT_OBJECT_DIRECTORY="+dir+"/repo/.git/objects",
				"GIT_ALTERNATE_OBJECT_DIRECTORIES="+dir+"/origin/objects", "GIT_DIR=.", "GIT_QUARANTINE_PATH="+dir+"/repo/.git/objects")
			if got := pushText(t, filepath.Join(dir, "origin"), environ, changes.PreReceive, updates); got != strings.TrimPrefix(tt.wantReceiver, "-") {
				t.Errorf("the receiver gets %q\nwant %q", got, tt.wantReceiver)
			}
		})
	}
}

// TestPushUnreadable pushes something that is not there: that is an error, and the other ref is looked at all the same.
func TestPushUnreadable(t *testing.T) {
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, fifty+`echo a >a.Dockerfile; commit 1`)
	head := strings.TrimSpace(gittest.Sh(t, dir, "git -C repo rev-parse HEAD"))
	tips, err := changes.PrePush.Tips(open(t, filepath.Join(dir, "repo"), gittest.Environ(dir)),
		[]changes.Update{{Ref: "refs/heads/x", New: strings.Repeat("1", 40)}, {Ref: "refs/heads/y", New: head}})
	if err == nil || !strings.Contains(err.Error(), "refs/heads/x: ") {
		t.Errorf("got %v, want an error about x", err)
	}
	if len(tips) != 1 || tips[0].Ref != "refs/heads/y" {
		t.Errorf("the tips are %+v, want y", tips)
	}
}

// updatesOf are the updates that pushing refs from the clone to the origin makes.
func updatesOf(t *testing.T, dir string, refs []string) []changes.Update {
	t.Helper()
	var updates []changes.Update
	for _, ref := range refs {
		from, to, _ := strings.Cut(ref, ":")
		if !strings.HasPrefix(to, "refs/") {
			to = "refs/heads/" + to
		}
		u := changes.Update{Ref: to}
		u.Old = strings.TrimSpace(gittest.Sh(t, dir, "git -C origin rev-parse -q --verify "+to+" || true"))
		if from != "" {
			u.New = strings.TrimSpace(gittest.Sh(t, dir, "git -C repo rev-parse "+from))
		}
		updates = append(updates, u)
	}
	return updates
}

func pushText(t *testing.T, dir string, environ []string, push changes.Push, updates []changes.Update) string {
	t.Helper()
	r := open(t, dir, environ)
	tips, err := push.Tips(r, updates)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, tip := range tips {
		set, err := changes.Between(r, tip.Boundary, "", tip.Commit, config.Default().Matcher())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "= %s\n%s", tip.Ref, show(t, set))
	}
	return b.String()
}

// TestPushLike has a tip all of which is new, and leaves out what another one has the same.
func TestPushLike(t *testing.T) {
	dir := gittest.TempDir(t)
	gittest.Sh(t, dir, fifty+`echo a >a.Dockerfile; echo b >b.Dockerfile; commit 1; echo b2 >b.Dockerfile; echo c >c.Dockerfile; commit 2`)
	r := open(t, filepath.Join(dir, "repo"), gittest.Environ(dir))
	ids := strings.Fields(gittest.Sh(t, dir, "git -C repo rev-parse main main~1"))
	tips, err := changes.PrePush.Tips(r, []changes.Update{{Ref: "refs/heads/main", New: ids[0]}})
	if err != nil || len(tips) != 1 {
		t.Fatal(tips, err)
	}
	for like, want := range map[string]string{"": "a.Dockerfile: a\nb.Dockerfile: b2\nc.Dockerfile: c\n", ids[1]: "b.Dockerfile: b2\nc.Dockerfile: c\n", ids[0]: ""} {
		set, err := changes.Between(r, tips[0].Boundary, like, tips[0].Commit, config.Default().Matcher())
		if err != nil {
			t.Fatal(err)
		}
		if got := show(t, set); got != want {
			t.Errorf("like %q: got %q, want %q", like, got, want)
		}
	}
}
