package kernel

// derived finds an object of a derived set.
func (s *Set[T]) derived(d *Directory, key string, at Moment) (*T, error) {
	all, err := s.Derived(d, at)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		if s.Normal(*s.ID(v)) == s.Normal(key) {
			return v, nil
		}
	}
	return nil, s.missing(key)
}

// derivedPage returns one page of a derived set.
func (s *Set[T]) derivedPage(d *Directory, l Listing, at Moment) (Page[*T], error) {
	all, err := s.Derived(d, at)
	if err != nil {
		return Page[*T]{}, err
	}
	var matches []*T
	for _, v := range all {
		kept, err := keep(v, l, nil)
		if err != nil {
			return Page[*T]{}, err
		}
		if kept != nil {
			matches = append(matches, kept)
		}
	}
	return Cut(matches, l), nil
}
