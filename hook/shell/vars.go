package shell

import (
	"hash/maphash"
	"math/bits"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/ddhook/ddhook/hook/env"
	"github.com/ddhook/ddhook/hook/source"
)

// binding is what a name stands for. A value that is known in part is Fixed, with [Placeholder] in its text.
type binding struct {
	value    env.Value
	list     []string // the elements of an array; its first is value
	array    bool
	exported bool
	own      bool        // see [Assign]
	proc     int         // the shell that set it
	at       source.Span // the value as written
	funcs    []function  // for a function's name: what it may be when paths disagree
}

// function is a definition, with the script it stands in. The zero function means that there may be none.
type function struct {
	body *syntax.Stmt
	in   *script
}

func (b *binding) same(o *binding) bool {
	return b == o || b.value == o.value && b.array == o.array && slices.Equal(b.list, o.list) &&
		b.exported == o.exported && b.own == o.own && slices.Equal(b.funcs, o.funcs)
}

// join is what a name stands for where two paths meet. (A different value is unknown, a different function is
// either.)
func (b *binding) join(o *binding) *binding {
	if b.same(o) {
		return b
	}
	j := *b
	if b.value != o.value || b.array != o.array || !slices.Equal(b.list, o.list) {
		j.value, j.list, j.array = env.Value{State: env.Unknown}, nil, false
	}
	j.exported = b.exported || o.exported
	j.own = b.own && o.own
	j.funcs = slices.Clone(b.funcs)
	for _, f := range o.funcs {
		if !slices.Contains(j.funcs, f) {
			j.funcs = append(j.funcs, f)
		}
	}
	return &j
}

// vars is a map from names to bindings that never changes: setting a name gives a new map, which shares all but one
// path with the old one. So a branch costs nothing, and two maps are compared only where they differ. It is a tree
// whose branches are the bits of the names' hashes.
type vars struct {
	name string
	bind *binding
	kids [2]*vars
}

var seed = maphash.MakeSeed()

func (v *vars) get(name string) *binding {
	for h := maphash.String(seed, name); v != nil; h = bits.RotateLeft64(h, 1) {
		if v.name == name {
			return v.bind
		}
		v = v.kids[h&1]
	}
	return nil
}

func (v *vars) set(name string, b *binding) *vars {
	var root *vars
	at := &root
	for h := maphash.String(seed, name); v != nil; h = bits.RotateLeft64(h, 1) {
		node := *v
		*at = &node
		if v.name == name {
			node.bind = b
			return root
		}
		at, v = &node.kids[h&1], v.kids[h&1]
	}
	*at = &vars{name: name, bind: b}
	return root
}

// changed collects the names that a and b may differ in.
func changed(a, b *vars, names map[string]bool) {
	if a == b {
		return
	}
	var none vars
	for _, v := range []**vars{&a, &b} {
		if *v == nil {
			*v = &none
		} else {
			names[(*v).name] = true
		}
	}
	changed(a.kids[0], b.kids[0], names)
	changed(a.kids[1], b.kids[1], names)
}
