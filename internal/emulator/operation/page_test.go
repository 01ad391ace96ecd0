package operation

import "testing"

// Tokens come from clients, so any text must be handled.
func FuzzSkipTokens(f *testing.F) {
	f.Add(encodeSkip(42))
	f.Add("***")
	f.Fuzz(func(t *testing.T, token string) {
		if after, err := decodeSkip(token); err == nil && token != "" {
			if again, err := decodeSkip(encodeSkip(after)); err != nil || again != after {
				t.Errorf("%d comes back as %d, %v", after, again, err)
			}
		}
	})
}
