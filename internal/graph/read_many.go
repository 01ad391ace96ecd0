package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// perPage is the largest page of users and contacts (graph-identity §2.4, §6).
const perPage = 999

// askFor asks one question for each key, in full batches.
func (c *Client) askFor(ctx context.Context, keys []string, about func(key string) call) map[string]answer {
	questions := make([]question, len(keys))
	for i, key := range keys {
		questions[i] = about(key).question()
	}
	answers := share.InBatches(ctx, mostPerBatch, questions, c.askAll)
	byKey := make(map[string]answer, len(keys))
	for i, key := range keys {
		byKey[key] = answers[questions[i]]
	}
	return byKey
}

// searchFor reads all pages of one search for each key, the first pages in full
// batches.
func searchFor[T any](ctx context.Context, c *Client, keys []string, about func(key string) call) map[string]share.Answer[[]T] {
	firsts := c.askFor(ctx, keys, about)
	found, err := share.Together(ctx, mostAsked, keys, func(ctx context.Context, key string) (share.Answer[[]T], error) {
		first, taken := firsts[key], false
		all, err := collect(pages[T](c, about(key), func(k call, out any) error {
			if taken {
				return c.read(ctx, k, out)
			}
			taken = true
			return c.decodeAnswer(k.op, first, out)
		}))
		return share.Answer[[]T]{Value: all, Err: err}, nil
	})
	if err != nil {
		return share.Failed[string, []T](keys, err)
	}
	return found
}

// decodeAnswer decodes the answer to a question that was asked in a batch.
func (c *Client) decodeAnswer(op operation, a answer, out any) error {
	if a.Err != nil {
		return c.failed(op, c.waited(a.Err))
	}
	return c.decode(op, a.Value, out)
}

// listUpTo lists a collection, and stops after a number of pages.
func listUpTo[T any](ctx context.Context, c *Client, k call, most int) (all []T, complete bool, err error) {
	return share.UpTo(pages[T](c, k, func(k call, out any) error { return c.send(ctx, k, out) }), most)
}

// pagesOf counts the pages of a list. Counting is an advanced query, whose index is
// later than the list (graph-identity §2.4).
func (c *Client) pagesOf(ctx context.Context, list call) (int, error) {
	query := url.Values{"$count": {"true"}, "$top": {"1"}, "$select": {"id"}}
	if filter := list.query.Get("$filter"); filter != "" {
		query.Set("$filter", filter)
	}
	var counted struct {
		Count json.Number `json:"@odata.count"`
	}
	k := call{op: list.op, method: http.MethodGet, path: list.path, query: query, advanced: true}
	if err := c.send(ctx, k, &counted); err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(counted.Count.String())
	return (n + perPage - 1) / perPage, c.named(list.op, err)
}

// listingOf is how a roster or an index lists a collection.
func listingOf[T any](c *Client, k call) share.Listing[T] {
	k.method = http.MethodGet
	k.query.Set("$top", strconv.Itoa(perPage))
	return share.Listing[T]{
		Read: func(ctx context.Context, most int) ([]T, bool, error) { return listUpTo[T](ctx, c, k, most) },
		First: func(ctx context.Context) ([]T, bool, error) {
			var first page[T]
			err := c.send(ctx, k, &first)
			return first.Value, first.Next == "", err
		},
		Pages: func(ctx context.Context) (int, error) { return c.pagesOf(ctx, k) },
		Worth: pageWorth,
	}
}

// pageWorth is the number of single reads that a page is worth: about as many share a
// batch at Terraform's parallelism of ten, and a page takes a request as well.
const pageWorth = 10
