package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"casebench/casework"
)

// queries asks both about the requests.
func (b *bench) queries(n int64, t *table) error {
	a := &asking{bench: b, events: n, files: b.requestFiles(n)}
	if err := a.missing("import"); err != nil {
		return err
	}
	list, err := a.questions()
	if err != nil {
		return err
	}
	t.remark("target at 28.8M: filter, count and hourly histogram in 600 ms, and in 300 ms where what is known of blocks rules most of them out (the narrow one)")
	return a.all(list, t)
}

// questions asks the case first what is in it, so that every filter meets
// something: the most frequent model, an address, a day in the middle.
func (a *asking) questions() ([]question, error) {
	model, err := a.topValue("model")
	if err != nil {
		return nil, err
	}
	ip, err := a.topValue("ip")
	if err != nil {
		return nil, err
	}
	day, err := a.middleDay()
	if err != nil {
		return nil, err
	}
	const iso = "2006-01-02"
	net24 := ip[:strings.LastIndexByte(ip, '.')+1]
	where := "model = " + quote(model) + " AND tokens_out >= 500"
	expr := "model:" + model + " AND tokens_out>=500"
	from, until := day.Format(iso), day.AddDate(0, 0, 1).Format(iso)
	oneDay := fmt.Sprintf("ts >= '%s' AND ts < '%s'", from, until)
	ours := fmt.Sprintf("ts>=%s AND ts<%s", from, until)

	count := func(expr string) casework.QueryOptions { return casework.QueryOptions{Expr: expr, CountOnly: true} }
	hourly := func(expr string) casework.QueryOptions { return casework.QueryOptions{Expr: expr, Bin: time.Hour} }
	by := func(field string) casework.QueryOptions { return casework.QueryOptions{Expr: "*", By: field} }
	const hours = "SELECT date_trunc('hour', ts), count(*) FROM requests"
	return []question{
		{"count everything", "SELECT count(*) FROM requests", count("*")},
		{"number: tokens_out>=500", "SELECT count(*) FROM requests WHERE tokens_out >= 500", count("tokens_out>=500")},
		{"code and number", "SELECT count(*) FROM requests WHERE " + where, count(expr)},
		{"address prefix /24", "SELECT count(*) FROM requests WHERE ip LIKE " + quote(net24+"%"), count("ip:" + net24 + "0/24")},
		{"one day", "SELECT count(*) FROM requests WHERE " + oneDay, count(ours)},
		{"hourly histogram", hours + " GROUP BY 1", hourly("*")},
		{"filter and hourly histogram", hours + " WHERE " + where + " GROUP BY 1", hourly(expr)},
		{"the same, narrow: of one day", hours + " WHERE " + where + " AND " + oneDay + " GROUP BY 1", hourly(expr + " AND " + ours)},
		{"group by model", "SELECT model, count(*) FROM requests GROUP BY 1", by("model")},
		{"group by account", "SELECT account_id, count(*) FROM requests GROUP BY 1", by("account_id")},
		{"substring of the client", "SELECT count(*) FROM requests WHERE contains(lower(user_agent), 'python')", count("user_agent:*python*")},
		{"substring of the request's number", "SELECT count(*) FROM requests WHERE contains(request_id::VARCHAR, 'beef')", count("request_id:*beef*")},
		{"expression on the client", `SELECT count(*) FROM requests WHERE regexp_matches(user_agent, '[a-z]+/[0-9]+\.4[0-9]\.')`, count(`user_agent:/[a-z]+\/[0-9]+\.4[0-9]\./`)},
		{"expression on the request's number", "SELECT count(*) FROM requests WHERE regexp_matches(request_id::VARCHAR, '^[0-9]{4}.*be+f[0-9]')",
			count("request_id:/^[0-9]{4}.*be+f[0-9]/")},
	}, nil
}

// topValue is the most frequent value of a field, an IPv4 address for ip.
func (a *asking) topValue(field string) (string, error) {
	var got searched
	if _, err := a.ask(a.files.plain, &got, question{ours: casework.QueryOptions{Expr: "*", By: field}}); err != nil {
		return "", err
	}
	best, top := "", int64(0)
	for _, g := range got.Groups {
		v, ok := g.Value.(string)
		if !ok || v == "" || (field == "ip" && strings.Count(v, ".") != 3) {
			continue
		}
		if g.Count > top {
			best, top = v, g.Count
		}
	}
	if best == "" {
		return "", fmt.Errorf("the requests have no %s", field)
	}
	return best, nil
}

// middleDay is the day in the middle of the case's time.
func (a *asking) middleDay() (time.Time, error) {
	var got searched
	if _, err := a.ask(a.files.plain, &got, question{ours: casework.QueryOptions{Expr: "*", Bin: 24 * time.Hour}}); err != nil {
		return time.Time{}, err
	}
	if len(got.Buckets) == 0 {
		return time.Time{}, errors.New("the requests have no time")
	}
	at, err := time.Parse(time.RFC3339, got.Buckets[len(got.Buckets)/2].Start)
	if err != nil {
		return time.Time{}, fmt.Errorf("start of a bucket: %w", err)
	}
	return at.UTC().Truncate(24 * time.Hour), nil
}

// quote is a text of SQL.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
