package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
)

const keyBits = 2048

// Key signs tokens. Several services may share a key, because a token is also
// bound to the listener that issued it.
type Key struct {
	private *rsa.PrivateKey
	id      string
}

// NewKey generates an RSA key.
func NewKey() (*Key, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, fmt.Errorf("making a token signing key: %w", err)
	}
	sum := sha256.Sum256(private.N.Bytes())
	return &Key{private, base64.RawURLEncoding.EncodeToString(sum[:20])}, nil
}

// sign returns the claims as a compact RS256 token.
func (k *Key) sign(claims any) (string, error) {
	input, err := signingInput(joseHeader{Type: "JWT", Algorithm: algRS256, KeyID: k.id}, claims)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(rand.Reader, k.private, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// signed reports whether a token has this key's signature.
func (k *Key) signed(t jws) bool {
	return t.header.KeyID == k.id && t.header.Algorithm == algRS256 && t.verify(&k.private.PublicKey) == nil
}

// jsonWebKey is the public half, for jwks_uri.
func (k *Key) jsonWebKey() map[string]string {
	return map[string]string{
		"kty": "RSA", "use": "sig", "alg": algRS256, "kid": k.id, "x5t": k.id,
		"n": base64.RawURLEncoding.EncodeToString(k.private.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.private.E)).Bytes()),
	}
}
