package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/sigstore/sigstore/pkg/signature/dsse"
	"github.com/sigstore/sigstore/pkg/signature/payload"
)

// signed is what one key makes of an image. Bytes become base64.
type signed struct {
	Kind      string `json:"kind"`
	PublicKey string `json:"publicKey"`
	Payload   []byte `json:"payload"`
	Signature []byte `json:"signature"`
	Envelope  []byte `json:"envelope"`
}

// signAll signs an image with a key of each kind: its payload, and a statement about it in an envelope.
func signAll(image string) ([]signed, error) {
	digest, err := name.NewDigest(image)
	if err != nil {
		return nil, err
	}
	edwardsPublic, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	primes, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	keys := []struct {
		kind    string
		private crypto.PrivateKey
		public  crypto.PublicKey
	}{{"ecdsa", curve, curve.Public()}, {"ed25519", edwards, edwardsPublic}, {"rsa", primes, primes.Public()}}
	var all []signed
	for _, key := range keys {
		made, err := sign(digest, key.kind, key.private, key.public)
		if err != nil {
			return nil, err
		}
		all = append(all, made)
	}
	return all, nil
}

func sign(digest name.Digest, kind string, private crypto.PrivateKey, public crypto.PublicKey) (signed, error) {
	signer, err := signature.LoadSigner(private, crypto.SHA256)
	if err != nil {
		return signed{}, err
	}
	text, err := payload.Cosign{Image: digest}.MarshalJSON()
	if err != nil {
		return signed{}, err
	}
	made, err := signer.SignMessage(bytes.NewReader(text))
	if err != nil {
		return signed{}, err
	}
	statement, err := json.Marshal(map[string]any{
		"_type":         "https://in-toto.io/Statement/v0.1",
		"predicateType": "https://slsa.dev/provenance/v0.2",
		"subject": []any{map[string]any{
			"name":   digest.Repository.Name(),
			"digest": map[string]string{"sha256": strings.TrimPrefix(digest.DigestStr(), "sha256:")},
		}},
		"predicate": map[string]any{"text": "äöü <>&"},
	})
	if err != nil {
		return signed{}, err
	}
	envelope, err := dsse.WrapSigner(signer, "application/vnd.in-toto+json").SignMessage(bytes.NewReader(statement))
	if err != nil {
		return signed{}, err
	}
	pem, err := cryptoutils.MarshalPublicKeyToPEM(public)
	if err != nil {
		return signed{}, err
	}
	return signed{kind, string(pem), text, made, envelope}, nil
}
