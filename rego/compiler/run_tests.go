package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"
)

// testResult is one Rego test.
type testResult struct {
	File    string `json:"file"`
	Row     int    `json:"row"`
	Package string `json:"package"`
	Name    string `json:"name"`
	Pass    bool   `json:"pass"`
	Skip    bool   `json:"skip,omitempty"`
	Error   string `json:"error,omitempty"`
	Output  string `json:"output,omitempty"`
	// Inputs are the different inputs that the test gave to rules, in the order in which it did.
	Inputs []json.RawMessage `json:"inputs,omitempty"`
}

// fileCoverage is the share of the lines of one module that tests ran through, in percent.
type fileCoverage struct {
	Percent    float64 `json:"percent"`
	NotCovered []int   `json:"notCovered"`
}

// test runs the Rego tests among the modules, in order of package and name, and measures coverage when asked to.
func test(ctx context.Context, r *request, s *session) (*response, error) {
	s.allowPrint()
	store := inmem.NewFromObject(s.data)
	transaction, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, transaction)
	c := ast.NewCompiler().WithCapabilities(s.capabilities).WithEnablePrintStatements(true).WithStrict(r.Strict)
	watching := &watcher{inputs: map[string][]json.RawMessage{}, seen: map[string]bool{}}
	if r.Coverage {
		watching.cover = cover.New()
	}
	results, err := tester.NewRunner().SetCompiler(c).SetStore(store).SetModules(s.modules).SetParallel(1).
		CapturePrintOutput(true).SetDefaultRegoVersion(ast.RegoV1).Filter(r.Filter).
		SetCoverageQueryTracer(watching).RunTests(ctx, transaction)
	if err != nil {
		return nil, err
	}
	byName := map[string]testResult{}
	for t := range results {
		one := testResult{Package: t.Package, Name: t.Name, Pass: t.Pass(), Skip: t.Skip, Output: string(t.Output)}
		if t.Location != nil {
			one.File, one.Row = t.Location.File, t.Location.Row
		}
		if t.Error != nil {
			one.Error = t.Error.Error()
		}
		one.Inputs = watching.inputs[testKey(one.File, one.Row)]
		byName[one.Package+"\x00"+one.Name+"\x00"+one.File] = one
	}
	out := &response{Tests: []testResult{}}
	for _, key := range util.KeysSorted(byName) {
		out.Tests = append(out.Tests, byName[key])
	}
	if r.Coverage {
		out.Coverage = coverageOf(watching.cover, s)
	}
	return out, nil
}

// watcher follows the run of tests: it notes what each test gives to rules as input, and feeds the coverage.
type watcher struct {
	cover *cover.Cover
	// test is the test that runs now, by its place.
	test   string
	inputs map[string][]json.RawMessage
	seen   map[string]bool
	// last is the input seen last: most events repeat it.
	last *ast.Term
}

func (w *watcher) Enabled() bool { return true }

func (w *watcher) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (w *watcher) TraceEvent(event topdown.Event) {
	if w.cover != nil {
		w.cover.TraceEvent(event)
	}
	rule, ok := event.Node.(*ast.Rule)
	if event.Op != topdown.EnterOp || !ok || rule.Location == nil {
		return
	}
	if strings.HasPrefix(string(rule.Head.Name), "test_") {
		w.test, w.last = testKey(rule.Location.File, rule.Location.Row), nil
	}
	input := event.Input()
	if input == nil || input == w.last || w.test == "" {
		return
	}
	w.last = input
	w.note(input)
}

func (w *watcher) note(input *ast.Term) {
	value, err := ast.JSON(input.Value)
	if err != nil {
		return
	}
	text, err := json.Marshal(value)
	if err != nil || w.seen[w.test+"\x00"+string(text)] {
		return
	}
	w.seen[w.test+"\x00"+string(text)] = true
	w.inputs[w.test] = append(w.inputs[w.test], text)
}

func testKey(file string, row int) string { return fmt.Sprintf("%s:%d", file, row) }

func coverageOf(tracer *cover.Cover, s *session) map[string]fileCoverage {
	out := map[string]fileCoverage{}
	report := tracer.Report(s.modules)
	for name, file := range report.Files {
		if s.modules[name] == nil {
			continue
		}
		one := fileCoverage{Percent: math.Round(file.Coverage*10) / 10, NotCovered: []int{}}
		if file.CoveredLines+file.NotCoveredLines == 0 {
			one.Percent = 100
		}
		for _, span := range file.NotCovered {
			for row := span.Start.Row; row <= span.End.Row; row++ {
				one.NotCovered = append(one.NotCovered, row)
			}
		}
		out[name] = one
	}
	return out
}
