package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
)

// build compiles to wasm, byte for byte as `opa build -t wasm` of the same version does, and writes the archive.
func build(ctx context.Context, r *request, s *session) (*response, error) {
	c := compile.New().WithBundle(s.bundle).WithCapabilities(s.capabilities).WithTarget(compile.TargetWasm).
		WithEntrypoints(r.Entrypoints...).WithRegoAnnotationEntrypoints(true).WithRegoVersion(ast.RegoV1)
	if err := c.Build(ctx); err != nil {
		return nil, err
	}
	built := c.Bundle()
	out := &response{Wasm: built.WasmModules[0].Raw}
	for _, w := range built.Manifest.WasmResolvers {
		out.Entrypoints = append(out.Entrypoints, w.Entrypoint)
	}
	if r.Archive == nil {
		return out, nil
	}
	archive, err := writeArchive(built, r.Archive)
	out.Archive = archive
	return out, err
}

// writeArchive lets OPA write its bundle, then adds our own files. Entries are sorted and carry no times, so that the
// same bundle is the same bytes.
func writeArchive(built *bundle.Bundle, r *archiveRequest) ([]byte, error) {
	for i := range built.Modules {
		built.Modules[i].URL = "/src/" + built.Modules[i].URL
		built.Modules[i].Path = built.Modules[i].URL
	}
	built.Manifest.Revision = r.Revision
	built.Manifest.Roots = &r.Roots
	built.Manifest.Metadata = r.Metadata
	var written bytes.Buffer
	if err := bundle.NewWriter(&written).Write(*built); err != nil {
		return nil, err
	}
	files, err := readArchive(&written)
	if err != nil {
		return nil, err
	}
	for path, text := range r.Files {
		if _, taken := files[path]; taken {
			return nil, errors.New("two files named " + path)
		}
		files[path] = []byte(text)
	}
	return packArchive(files)
}

func readArchive(in io.Reader) (map[string][]byte, error) {
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for entries := tar.NewReader(unzipped); ; {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if files[header.Name], err = io.ReadAll(entries); err != nil {
			return nil, err
		}
	}
}

func packArchive(files map[string][]byte) ([]byte, error) {
	paths := make([]string, 0, len(files))
	for path := range files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	var out bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	entries := tar.NewWriter(zipped)
	for _, path := range paths {
		header := &tar.Header{Name: path, Mode: 0o644, Typeflag: tar.TypeReg, Size: int64(len(files[path]))}
		if err := entries.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := entries.Write(files[path]); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(entries.Close(), zipped.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
