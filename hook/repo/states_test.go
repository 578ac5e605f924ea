package repo

// prelude is what the scripts of the states begin with: functions for a first commit and for staging one change of
// each kind.
const prelude = `
fill() {
	mkdir -p dir/sub
	echo 'FROM a' >a.Dockerfile; echo 'FROM b' >dir/b.Dockerfile; echo 'FROM c' >dir/sub/c.Dockerfile
	echo 'FROM d' >gone.Dockerfile; echo 'FROM e' >mode.Dockerfile; echo hello >README
	ln -s a.Dockerfile link.Dockerfile; echo 'FROM f' >tolink.Dockerfile
	git add . && git commit -qm first
}
change() {
	echo 'RUN x' >>a.Dockerfile; echo 'RUN y' >>dir/sub/c.Dockerfile; echo 'FROM n' >new.Dockerfile
	mkdir -p fresh && echo 'FROM o' >fresh/o.Dockerfile
	git rm -q gone.Dockerfile; chmod +x mode.Dockerfile
	rm link.Dockerfile; echo 'FROM was a link' >link.Dockerfile
	ln -sf README tolink.Dockerfile
	git add .
}
`

// A state is a form that a repository can have.
type state struct {
	name   string
	script string            // run by sh after the prelude, in a temporary folder; it makes the repository "repo"
	dir    string            // where to open it, when that is not "repo"
	env    map[string]string // for opening it; %s is the temporary folder
	byGit  bool              // only git can read what is staged
	needs  string            // a command that fails where the state cannot be made
}

func states() []state {
	return []state{
		{name: "plain", script: `git init -q repo; cd repo; fill; change`},
		{name: "nothing staged", script: `git init -q repo; cd repo; fill`},
		{name: "unborn without an index", script: `git init -q repo`},
		{name: "unborn", script: `git init -q repo; cd repo; echo x >x.Dockerfile; git add .`},
		{name: "packed", script: `git init -q repo; cd repo; fill; git pack-refs --all; git repack -qad; change`},
		{name: "packed with old-style deltas", script: `git init -q repo; cd repo; fill
			for i in 1 2 3 4 5 6; do seq 1 2000 >big.Dockerfile; echo $i >>big.Dockerfile; git add .; git commit -qm $i; done
			git -c repack.useDeltaBaseOffset=false repack -qadf; git checkout -q --detach HEAD~3; seq 1 2001 >big.Dockerfile; change`},
		{name: "packed with deltas", script: `git init -q repo; cd repo; fill
			for i in 1 2 3 4 5 6; do seq 1 2000 >big.Dockerfile; echo $i >>big.Dockerfile; git add .; git commit -qm $i; done
			git repack -qadf; git checkout -q --detach HEAD~3; seq 1 2001 >big.Dockerfile; change`},
		{name: "several packs and a multi-pack index", script: `git init -q repo; cd repo; fill; git repack -qd
			change; git commit -qm second; git repack -qd; git multi-pack-index write; echo x >>a.Dockerfile; git add .`},
		{name: "pack index of version 1", byGit: true, script: `git init -q repo; cd repo; fill
			git -c pack.indexVersion=1 repack -qad; change`},
		{name: "index version 3", script: `git init -q repo; cd repo; fill; change; echo i >intent.Dockerfile
			git add -N intent.Dockerfile; git update-index --skip-worktree a.Dockerfile`},
		{name: "index version 4", script: `git init -q repo; cd repo; fill; change; git update-index --index-version 4`},
		{name: "index version 4 with further flags", script: `git init -q repo; cd repo; fill; change
			echo i >intent.Dockerfile; git add -N intent.Dockerfile; git update-index --index-version 4`},
		{name: "long names", script: `git init -q repo; cd repo; fill; id=$(git hash-object -w a.Dockerfile)
			long=$(printf '%0250d' 0); deep=$long; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do deep=$deep/$long; done
			printf '100644 %s\t%s/x.Dockerfile\n' $id $deep | git update-index --index-info; change`},
		{name: "long names in version 4", script: `git init -q repo; cd repo; fill; id=$(git hash-object -w a.Dockerfile)
			long=$(printf '%0250d' 0); deep=$long; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do deep=$deep/$long; done
			printf '100644 %s\t%s/x.Dockerfile\n' $id $deep | git update-index --index-info; change
			git update-index --index-version 4`},
		{name: "untracked cache", script: `git init -q repo; cd repo; fill; git update-index --force-untracked-cache; git status -s
			change; git status -s`},
		{name: "fsmonitor", script: `git init -q repo; cd repo; git config core.fsmonitor /bin/false; fill
			git update-index --fsmonitor; change`},
		{name: "index without a hash", script: `git init -q repo; cd repo; git config index.skipHash true; fill; change
			size=$(wc -c <.git/index); head -c $((size - 20)) .git/index >i; head -c 20 /dev/zero >>i; mv i .git/index`},
		{name: "end of index entries", script: `git init -q repo; cd repo; git config index.threads 2; fill; change`},
		{name: "split index", byGit: true, script: `git init -q repo; cd repo; fill; git update-index --split-index; change`},
		{name: "split index once", script: `git init -q repo; cd repo; fill; git update-index --split-index
			git update-index --no-split-index; rm -f .git/sharedindex.*; change`},
		{name: "sparse checkout", script: `git init -q repo; cd repo; fill; git sparse-checkout set --no-cone dir
			echo x >>dir/b.Dockerfile; git add dir`, needs: "git sparse-checkout -h || test $? = 129"},
		{name: "sparse index", byGit: true, script: `git init -q repo; cd repo; fill; git sparse-checkout set --cone --sparse-index fresh
			mkdir -p fresh; echo x >fresh/x.Dockerfile; echo 1 >>a.Dockerfile; git add .; git ls-files --sparse --stage | grep -q ^04`},
		{name: "linked worktree", dir: "linked", script: `git init -q repo; cd repo; fill; git worktree add -q ../linked
			cd ../linked; change`},
		{name: "linked worktree with its own settings", dir: "linked", script: `git init -q repo; cd repo; fill
			git config extensions.worktreeConfig true; git worktree add -q ../linked; cd ../linked
			git config --worktree core.sparseCheckout false; change`},
		{name: "linked worktree of a bare repository", dir: "linked", script: `git init -q repo; cd repo; fill; cd ..
			git clone -q --bare repo bare.git; git -C bare.git worktree add -q ../linked main; cd linked; change`},
		{name: "submodule", dir: "repo/sub", script: `git init -q lib; cd lib; fill; cd ..; git init -q repo; cd repo; fill
			git -c protocol.file.allow=always submodule --quiet add ../lib sub; git commit -qm sub; cd sub; change`},
		{name: "with a submodule", script: `git init -q lib; cd lib; fill; cd ..; git init -q repo; cd repo; fill
			git -c protocol.file.allow=always submodule --quiet add ../lib sub.Dockerfile; change`},
		{name: "separate git dir", script: `git init -q --separate-git-dir store repo; cd repo; fill; change`},
		{name: "below the top", dir: "repo/dir/sub", script: `git init -q repo; cd repo; fill; change`},
		{name: "shared clone", dir: "repo", script: `git init -q origin; cd origin; fill; git repack -qad; cd ..
			git clone -q --shared origin repo; cd repo; change`},
		{name: "clone of a shared clone", script: `git init -q origin; cd origin; fill; cd ..; git clone -q --shared origin mid
			git clone -q --shared mid repo; cd repo; change`},
		{name: "relative alternates", script: `git init -q origin; cd origin; fill; cd ..; git clone -q --shared origin repo; cd repo
			printf '# a comment\n../../../origin/.git/objects\n' >.git/objects/info/alternates; change`},
		{name: "quoted alternates", byGit: true, script: `git init -q origin; cd origin; fill; cd ..; git clone -q --shared origin repo
			cd repo; printf '"%s/../origin/.git/objects"\n' "$PWD" >.git/objects/info/alternates; change`},
		{name: "odd signs in its path", dir: "a:\\\"\xff/repo", script: `d=$(printf 'a:\\"\377'); mkdir "$d"; cd "$d"; git init -q repo; cd repo
			fill; change`, needs: `mkdir "$(printf 'a:\377')"`},
		{name: "shallow clone", script: `git init -q origin; cd origin; fill; echo x >>README; git commit -qam second; cd ..
			git clone -q --depth 1 "file://$PWD/origin" repo; cd repo; change`},
		{name: "SHA-256", byGit: true, script: `git init -q --object-format=sha256 repo; cd repo; fill; change`},
		{name: "SHA-256 unborn", byGit: true, script: `git init -q --object-format=sha256 repo; cd repo; echo x >x.Dockerfile; git add .`},
		{name: "reftable", byGit: true, script: `git init -q --ref-format=reftable repo; cd repo; fill; change`,
			needs: "git init -q --ref-format=reftable probe"},
		{name: "worktreeConfig", script: `git init -q repo; cd repo; git config extensions.worktreeConfig true; fill; change`},
		{name: "worktreeConfig false", script: `git init -q repo; cd repo; git config extensions.worktreeConfig false; fill; change`},
		{name: "preciousObjects", script: `git init -q repo; cd repo; git config core.repositoryformatversion 1
			git config extensions.preciousObjects true; fill; change`},
		{name: "partialClone as older gits wrote it", script: `git init -q repo; cd repo; git config core.repositoryformatversion 1
			git config extensions.partialClone origin; fill; change`},
		{name: "an unknown extension of version 0", byGit: true, script: `git init -q repo; cd repo
			git config extensions.tomorrow true; fill; change`},
		{name: "configuration on one line", byGit: true, script: `git init -q repo; cd repo; fill
			printf '[core] bare = false\n[branch.main]\n\tremote = origin\n' >.git/config; change`},
		{name: "configuration with a byte order mark", byGit: true, script: `git init -q repo; cd repo; fill
			printf '\357\273\277[core]\r\n\tbare = false\r\n' >.git/config; change`},
		{name: "detached HEAD", script: `git init -q repo; cd repo; fill; git checkout -q --detach; change`},
		{name: "branch in a folder, packed", script: `git init -q repo; cd repo; fill; git checkout -qb a/b; git pack-refs --all; change`},
		{name: "HEAD through another ref", byGit: true, script: `git init -q repo; cd repo; fill; git symbolic-ref refs/heads/alias refs/heads/main
			git symbolic-ref HEAD refs/heads/alias; change`},
		{name: "replaced commit", byGit: true, script: `git init -q repo; cd repo; fill; old=$(git rev-parse HEAD)
			echo x >>a.Dockerfile; git commit -qam second; git replace HEAD $old; change`},
		{name: "replaced commit, packed", byGit: true, script: `git init -q repo; cd repo; fill; old=$(git rev-parse HEAD)
			echo x >>a.Dockerfile; git commit -qam second; git replace HEAD $old; git pack-refs --all; change`},
		{name: "conflict", script: `git init -q repo; cd repo; fill; git checkout -qb other; echo o >>a.Dockerfile
			git commit -qam o; git checkout -q main; echo m >>a.Dockerfile; git commit -qam m; git merge other || true`},
		{name: "odd names", script: `git init -q repo; cd repo; fill
			for n in ' a b' '-x' '--' ':(top)y' '$z' '*' "$(printf 'new\nline')" "$(printf 'bad\377')" "$(printf 'esc\033[31m')" ü; do
			echo x >"./$n.Dockerfile"; done; git add .; git commit -qm odd
			for f in ./*.Dockerfile; do test -L "$f" || echo y >>"$f"; done; git add .`},
		{name: "names that sort around a slash", script: `git init -q repo; cd repo; fill; mkdir -p x x.d x0
			for n in x/a x.d/a x0/a x- x-b x.e x1; do echo 1 >"$n.Dockerfile"; done; git add .; git commit -qm x
			for n in x/a x.d/a x0/a x- x-b x.e x1; do echo 2 >"$n.Dockerfile"; done; echo 3 >x.Dockerfile; git add .`},
		{name: "folder becomes file", script: `git init -q repo; cd repo; fill; mkdir d.Dockerfile; echo 1 >d.Dockerfile/x; git add .
			git commit -qm d; rm -r d.Dockerfile; echo 1 >d.Dockerfile; git add .`},
		{name: "hostile settings", script: `git init -q repo; cd repo; fill; git config diff.external /bin/false
			git config diff.noprefix true; git config color.ui always; git config diff.orderFile /nowhere
			git config diff.relative true; git config diff.renames copies; git config core.quotePath true
			echo '*.Dockerfile diff=x' >.gitattributes; git config diff.x.textconv /bin/false; change`, dir: "repo/dir"},
		{name: "GIT_DIR alone", env: map[string]string{"GIT_DIR": ".git"}, script: `git init -q repo; cd repo; fill; change`},
		{name: "GIT_DIR", byGit: true, dir: "elsewhere", env: map[string]string{"GIT_DIR": "../repo/.git", "GIT_WORK_TREE": "../repo"},
			script: `mkdir elsewhere; git init -q repo; cd repo; fill; change`},
		{name: "GIT_DIR from below the top", byGit: true, dir: "repo/dir", env: map[string]string{"GIT_DIR": "%s/repo/.git", "GIT_WORK_TREE": "%s/repo"},
			script: `git init -q repo; cd repo; fill; change`},
		{name: "another index", env: map[string]string{"GIT_INDEX_FILE": ".git/other"},
			script: `git init -q repo; cd repo; fill; cp .git/index .git/other; GIT_INDEX_FILE=.git/other; export GIT_INDEX_FILE; change`},
		{name: "another index, from below the top", dir: "repo/dir", env: map[string]string{"GIT_INDEX_FILE": ".git/other"},
			script: `git init -q repo; cd repo; fill; cp .git/index .git/other; GIT_INDEX_FILE=.git/other; export GIT_INDEX_FILE; change`},
		{name: "objects elsewhere", byGit: true, env: map[string]string{"GIT_OBJECT_DIRECTORY": "%s/objects"},
			script: `git init -q repo; cd repo; fill; change; mv .git/objects ../objects; mkdir .git/objects`},
		{name: "borrowed objects", byGit: true, env: map[string]string{"GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nowhere:%s/objects"},
			script: `git init -q repo; cd repo; fill; change; mv .git/objects ../objects; mkdir .git/objects`},
		{name: "a ref backend by the environment", byGit: true, env: map[string]string{"GIT_REFERENCE_BACKEND": "files"},
			script: `git init -q repo; cd repo; fill; change`},
		{name: "common dir elsewhere", byGit: true, dir: "work", env: map[string]string{"GIT_DIR": "%s/mine", "GIT_COMMON_DIR": "%s/repo/.git"},
			script: `git init -q repo; cd repo; fill; mkdir ../mine; cp .git/HEAD .git/index ../mine; mkdir ../work
				GIT_DIR=$PWD/../mine; GIT_COMMON_DIR=$PWD/.git; export GIT_DIR GIT_COMMON_DIR; cd ../work; fill; change`},
	}
}
