// Command rego-compiler is OPA's own Rego toolchain as one function: one request in JSON, one answer in JSON.
//
// Built for wasip1 with -buildmode=c-shared it is a reactor that exports alloc and call, and has no files, network or
// environment. Built for any other target it is a command that reads a request from standard input and writes the
// answer to standard output, which is handy for trying an operation by hand.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"
)

// operation answers requests that need their modules parsed.
type operation func(context.Context, *request, *session) (*response, error)

// operations is the table of everything that can be asked for, but for the few in direct.
var operations = map[string]operation{
	"outline":  outline,
	"check":    check,
	"build":    build,
	"evaluate": evaluate,
	"test":     test,
}

// direct is the table of operations that take modules as text, or none at all.
var direct = map[string]func(*request) (*response, error){
	"version": func(*request) (*response, error) { return &response{Version: version.Version}, nil },
	"capabilities": func(*request) (*response, error) {
		return &response{Capabilities: ast.CapabilitiesForThisVersion()}, nil
	},
	"format": formatModules,
}

func run(ctx context.Context, r *request) (*response, error) {
	if f := direct[r.Operation]; f != nil {
		return f(r)
	}
	f := operations[r.Operation]
	if f == nil {
		return nil, fmt.Errorf("unknown operation %q", r.Operation)
	}
	s, err := open(r)
	if err != nil {
		return nil, err
	}
	return f(ctx, r, s)
}

// handle never panics: a fault of the toolchain itself becomes an answer with the code "panic".
func handle(in []byte) (answer []byte) {
	defer func() {
		if p := recover(); p != nil {
			answer = encode(&response{Errors: []problem{{
				Code: "panic", Message: fmt.Sprint(p), Details: []string{string(debug.Stack())},
			}}})
		}
	}()
	var r request
	out := &response{}
	err := json.Unmarshal(in, &r)
	if err == nil {
		var got *response
		if got, err = run(context.Background(), &r); got != nil {
			out = got
		}
	}
	out.OK = err == nil
	if err != nil {
		out.Errors = problems(err)
	}
	return encode(out)
}

func encode(r *response) []byte {
	answer, err := json.Marshal(r)
	if err == nil {
		return answer
	}
	answer, _ = json.Marshal(&response{Errors: []problem{{Code: "marshal", Message: err.Error()}}})
	return answer
}

func main() {
	in, err := io.ReadAll(os.Stdin)
	if err == nil {
		_, err = os.Stdout.Write(handle(in))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
