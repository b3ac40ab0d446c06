//go:build wasip1

package main

import "unsafe"

// Both buffers are roots: they keep what the host reads and writes alive across calls.
var inBuffer, outBuffer []byte

// alloc gives the host room for a request of n bytes.
//
//go:wasmexport alloc
func alloc(n uint32) uint32 {
	inBuffer = make([]byte, max(n, 1))
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(inBuffer))))
}

// call answers the request in the first n bytes of the buffer of the last alloc: pointer<<32 | length.
//
//go:wasmexport call
func call(n uint32) uint64 {
	outBuffer = handle(inBuffer[:n])
	inBuffer = nil
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(outBuffer))))<<32 | uint64(len(outBuffer))
}
