package exchange_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

func id(n int) string { return fmt.Sprintf("7f0c1f5e-0000-4d5e-9d0c-%012d", n) }

// tenantOf is a service with n mail users, in pages of a size.
func tenantOf(t *testing.T, n, size int) *server {
	t.Helper()
	s := newServer(t, nil)
	s.reply = func(c sent) reply {
		if one, single := c.Parameters["Identity"].(string); single {
			if at, err := strconv.Atoi(one[len(one)-12:]); err != nil || at >= n {
				return notFound
			}
			return values(mailUser(one, "true"))
		}
		first, _ := strconv.Atoi(strings.TrimPrefix(c.Query, "from="))
		var some []string
		for i := first; i < min(first+size, n); i++ {
			some = append(some, mailUser(id(i), "true"))
		}
		if first+size < n {
			return paged("{root}"+call+"?from="+strconv.Itoa(first+size), some...)
		}
		return values(some...)
	}
	return s
}

// counts are the single reads and the pages that a service was asked for.
func (s *server) counts() (single, pages int) {
	for _, c := range s.calls("Get-MailUser") {
		if c.Parameters["Identity"] != nil {
			single++
		} else {
			pages++
		}
	}
	return single, pages
}

// TestManyReadsShareAList: a thousand reads cost ten of them and the pages.
func TestManyReadsShareAList(t *testing.T) {
	t.Parallel()
	s := tenantOf(t, 2500, 1000)
	c := s.client(t)
	var wg sync.WaitGroup
	for worker := range 10 {
		wg.Go(func() {
			for i := range 100 {
				want := id(worker*250 + i)
				if u, err := c.MailUser(t.Context(), want); err != nil || u.ObjectID != want {
					t.Errorf("%s: %+v, %v", want, u, err)
				}
			}
		})
	}
	wg.Wait()
	if single, pages := s.counts(); single > 20 || pages != 3 {
		t.Errorf("%d single reads and %d pages", single, pages)
	}
	// One that the list does not have may be new.
	before, _ := s.counts()
	_, err := c.MailUser(t.Context(), id(9999))
	if after, _ := s.counts(); !errors.Is(err, service.ErrNotFound) || after != before+1 {
		t.Errorf("%v after %d more reads", err, after-before)
	}
}

// TestFewReadsDoNotList: neither few reads nor few of very many mail users read the
// whole list.
func TestFewReadsDoNotList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ size, reads, pages int }{
		{25, 10, 0}, {25, 11, 3}, {3000, 40, 10}, {300, 41, 40},
	} {
		s := tenantOf(t, test.size, 10)
		c := s.client(t)
		for i := range test.reads {
			if _, err := c.MailUser(t.Context(), id(i)); err != nil {
				t.Fatal(err)
			}
		}
		// The page that ends a list in vain has been read.
		if _, pages := s.counts(); pages < test.pages || pages > test.pages+1 {
			t.Errorf("%d reads of %d mail users: %d pages, want %d", test.reads, test.size, pages, test.pages)
		}
	}
}

// TestWrittenThrough: a mail user that was changed is as it was read afterwards,
// and not as a list had it.
func TestWrittenThrough(t *testing.T) {
	t.Parallel()
	s := tenantOf(t, 100, 100)
	c := s.client(t)
	all := s.reply
	s.reply = func(k sent) reply {
		switch {
		case k.Cmdlet == "Set-MailUser":
			return unchanged
		case k.Parameters["Identity"] == id(1):
			return values(mailUser(id(1), "false"))
		}
		return all(k)
	}
	change := func() {
		if err := c.SetMailUser(t.Context(), id(1), visible); err != nil {
			t.Fatal(err)
		}
	}
	change() // before the list
	for i := range 20 {
		if u, err := c.MailUser(t.Context(), id(i)); err != nil || u.Hidden != (i != 1) {
			t.Errorf("%d: %+v, %v", i, u, err)
		}
	}
	if _, pages := s.counts(); pages != 1 {
		t.Fatalf("read %d pages", pages)
	}
	change()
	if _, err := c.AwaitMailUserChange(t.Context(), id(1), visible); err != nil {
		t.Fatal(err)
	}
	before, _ := s.counts()
	if u, err := c.MailUser(t.Context(), id(1)); err != nil || u.Hidden {
		t.Errorf("%+v, %v", u, err)
	}
	if after, _ := s.counts(); after != before {
		t.Errorf("%d more reads", after-before)
	}
}

// TestRefusalIsRemembered: an application that may not read mail users asks for a few
// of them only.
func TestRefusalIsRemembered(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	s.reply = func(sent) reply { return reply{status: http.StatusForbidden} }
	c := s.client(t)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			if _, err := c.MailUser(t.Context(), id(i)); !errors.Is(err, service.ErrForbidden) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if single, pages := s.counts(); single > 5 || pages > 1 {
		t.Errorf("%d single reads and %d pages", single, pages)
	}
}

// TestListsThatFail: single reads do without the list, which is not tried again.
func TestListsThatFail(t *testing.T) {
	t.Parallel()
	s := tenantOf(t, 100, 100)
	all := s.reply
	s.reply = func(k sent) reply {
		if k.Parameters["Identity"] == nil {
			return reply{status: http.StatusForbidden}
		}
		return all(k)
	}
	c := s.client(t)
	for i := range 60 {
		if _, err := c.MailUser(t.Context(), id(i)); err != nil {
			t.Fatal(err)
		}
	}
	if single, pages := s.counts(); single != 60 || pages != 1 {
		t.Errorf("%d single reads and %d pages", single, pages)
	}
}
