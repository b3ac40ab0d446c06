// Lists tar archives as Go's archive/tar sees them, which engines unpack with.
// Input: archives, each after its length (32 bits, big-endian). Output: a line of JSON for each.
package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
)

type member struct {
	Name       string `json:"name"`
	Type       int    `json:"type"`
	Size       int64  `json:"size"`
	Mode       int64  `json:"mode"`
	UID        uint32 `json:"uid"`
	GID        uint32 `json:"gid"`
	Link       string `json:"link"`
	Capability string `json:"capability"`
	// Empty where it is longer than the archive, as only sparse files are.
	SHA256 string `json:"sha256"`
}

type listing struct {
	Members []member `json:"members"`
	Failed  bool     `json:"failed"`
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		var length uint32
		if binary.Read(in, binary.BigEndian, &length) != nil {
			return
		}
		archive := make([]byte, length)
		if _, err := io.ReadFull(in, archive); err != nil {
			panic(err)
		}
		if err := out.Encode(list(archive)); err != nil {
			panic(err)
		}
	}
}

func list(archive []byte) listing {
	found := listing{Members: []member{}}
	reader := tar.NewReader(bytes.NewReader(archive))
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			found.Failed = true
			return found
		}
		if header.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		sum := sha256.New()
		content := ""
		_, err = io.CopyN(sum, reader, int64(len(archive))+1)
		if err == io.EOF {
			content = hex.EncodeToString(sum.Sum(nil))
		} else if err != nil {
			found.Failed = true
			return found
		}
		found.Members = append(found.Members, member{
			Name:       hex.EncodeToString([]byte(header.Name)),
			Type:       int(header.Typeflag),
			Size:       header.Size,
			Mode:       header.Mode & 0o7777,
			UID:        uint32(header.Uid),
			GID:        uint32(header.Gid),
			Link:       hex.EncodeToString([]byte(header.Linkname)),
			Capability: hex.EncodeToString([]byte(header.PAXRecords["SCHILY.xattr.security.capability"])),
			SHA256:     content,
		})
	}
}
