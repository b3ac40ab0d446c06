package main

import (
	"sort"
	"strings"
)

// What a value can be, as far as facts are concerned: the input, the list of resources, one resource, or a fact by its
// dotted name. Lists and their elements are not told apart below a fact: names of facts have no indices.
const (
	isInput     = "input"
	isResources = "resources"
	isResource  = "resource"
	isFact      = "fact:"
	anyFact     = "*"
)

// deepest ends the names of facts, which a variable that is bound to a part of itself would let grow without end.
const deepest = 5

type shapes map[string]bool

func (s shapes) add(others shapes) {
	for shape := range others {
		s[shape] = true
	}
}

// element gives the shapes of what a collection holds; looking through all facts of a resource reads any of them.
func (s shapes) element() shapes {
	out := shapes{}
	for shape := range s {
		switch shape {
		case isResources:
			out[isResource] = true
		case isInput:
		case isResource:
			// A list or set of resources made by the rule itself looks the same as one resource.
			out[isResource] = true
		default:
			out[shape] = true
		}
	}
	return out
}

func (s shapes) key() string {
	list := make([]string, 0, len(s))
	for shape := range s {
		list = append(list, shape)
	}
	sort.Strings(list)
	return strings.Join(list, ",")
}
